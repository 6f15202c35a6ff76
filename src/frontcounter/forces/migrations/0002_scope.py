"""The database roles, and who may do what with a force's settings."""

from django.db import migrations

from frontcounter.base.rls import create_roles, grant, scope_table


class Migration(migrations.Migration):
    dependencies = [("forces", "0001_initial")]

    operations = [
        create_roles(),
        grant("forces_force", idle="S", public="S", staff="S", worker="SIU", analyst="S"),
        scope_table("forces_publication", public="S", staff="S", worker="SI", analyst="S"),
        scope_table("forces_publishedform", public="S", staff="S", worker="SI", analyst="S"),
        scope_table("forces_key", public="S", staff="S", worker="SI"),
    ]
