"""Staff write for a person; then they also make the report and what hangs on it."""

from django.db import migrations

from frontcounter.base.rls import scope_table

MAKE = """
grant insert on reports_report, reports_identifier to frontcounter_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("reports", "0002_scope")]

    operations = [
        scope_table("casework_entry", staff="SIUD", worker="SD"),
        migrations.RunSQL([MAKE], migrations.RunSQL.noop),
    ]
