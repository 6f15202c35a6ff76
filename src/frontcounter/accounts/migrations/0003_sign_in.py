"""The tables of sessions and of the sign-in library belong to the staff site."""

from django.db import migrations

from frontcounter.base.rls import grant


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_scope"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        grant("django_session", staff="SIUD", worker="SD"),
        grant("account_emailaddress", staff="SIU", worker="SI"),
        grant("account_emailconfirmation", staff="SIUD"),
        grant("mfa_authenticator", staff="SIUD", worker="SIU"),
        migrations.RunSQL(
            "grant usage on all sequences in schema public to frontcounter_staff;"
            "grant usage on all sequences in schema public to frontcounter_worker;",
            migrations.RunSQL.noop,
        ),
    ]
