"""The public site adds and changes drafts; the worker ends them; nobody else sees the table."""

from django.db import migrations

from frontcounter.base.rls import scope_table


class Migration(migrations.Migration):
    dependencies = [("forms_pages", "0001_initial"), ("forces", "0002_scope")]

    operations = [
        scope_table("forms_draft", public="SIU", worker="SUD"),
        scope_table("forms_draftlink", refs={"draft_id": "forms_draft"}, public="SIU", worker="SD"),
    ]
