"""The worker forgets saved searches that hold words, when their time is over."""

from django.db import migrations

from frontcounter.base.rls import grant


class Migration(migrations.Migration):
    dependencies = [("tasks", "0014_unseen")]

    operations = [grant("tasks_savedsearch", worker="D")]
