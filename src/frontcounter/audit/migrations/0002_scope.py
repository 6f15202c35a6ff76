"""The audit record is append-only for everybody, the database's owner included."""

from django.db import migrations

from frontcounter.base.rls import append_only, scope_table


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("forces", "0002_scope")]

    operations = [
        scope_table("audit_entry", public="I", staff="I", worker="SI", analyst="I"),
        scope_table("audit_link", refs={"entry_id": "audit_entry"}, worker="SI"),
        append_only("audit_entry"),
        append_only("audit_link"),
    ]
