"""The worker adds the steps of drafts that have ended; analysts and the worker read them."""

from django.db import migrations

from frontcounter.base.rls import append_only, scope_table


class Migration(migrations.Migration):
    dependencies = [("forms_pages", "0003_step"), ("forces", "0002_scope")]

    operations = [
        scope_table("forms_pages_step", unique_id=False, worker="SI", analyst="S"),
        append_only("forms_pages_step"),
    ]
