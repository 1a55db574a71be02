"""A draft becomes a document. Expand only: the columns and tables it was kept in stay, unused, for processes of the
release before; a later migration drops them. What such a process still writes into them after this is not taken over.
"""

from typing import Any

from django.conf import settings
from django.db import migrations, models


TEXTS = ("rating", "findings", "standard", "standard_version", "if_met", "if_not_met")
KEEP_DEFAULTS = "; ".join(f"ALTER TABLE plans_plan ALTER COLUMN {name} SET DEFAULT ''" for name in TEXTS)
DROP_DEFAULTS = "; ".join(f"ALTER TABLE plans_plan ALTER COLUMN {name} DROP DEFAULT" for name in TEXTS)
LOOSEN = """
DO $$ DECLARE bond record; BEGIN
  FOR bond IN SELECT conname, conrelid::regclass AS owner FROM pg_constraint
    WHERE contype = 'f' AND conrelid IN ('plans_priorfeedback'::regclass, 'plans_plannedcheckpoint'::regclass)
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', bond.owner, bond.conname); END LOOP;
END $$
"""
ITEM = (
    "area", "observed", "observed_on", "impact", "cause", "analysis", "baseline", "target", "unit", "direction",
    "measured_by", "data_source", "assessor", "due_on",
)
LIVE_DRAFTS = ("draft", "returned")


def to_documents(apps: Any, schema_editor: Any) -> None:
    """The shape is that of `plans.draft.Draft` when this was written."""
    plans = apps.get_model("plans", "Plan").objects.using(schema_editor.connection.alias)
    for plan in plans.iterator():
        plan.draft = document_of(plan)
        plan.save(update_fields=["draft"])
        if plan.status in LIVE_DRAFTS:  # rows are laid out when the plan is issued
            plan.items.all().delete()


def document_of(plan: Any) -> dict[str, Any]:
    return {
        "basis": values(plan, "rating", "findings", "standard", "standard_version")
        | {"prior_feedback": [values(row, "id", "given_on", "said") for row in plan.prior_feedback.order_by("position")]},
        "items": [item_of(item) for item in plan.items.order_by("position")],
        "calendar": values(plan, "starts_on", "ends_on")
        | {"checkpoints": [str(row.due_on) for row in plan.planned_checkpoints.order_by("due_on")]},
        "consequences": values(plan, "if_met", "if_not_met"),
    }


def item_of(item: Any) -> dict[str, Any]:
    support = [values(row, "id", "kind", "content", "provider", "schedule") for row in item.support.order_by("position")]
    owed = [values(row, "id", "kind", "content", "owner", "needed_by") for row in item.commitments.order_by("position")]
    return values(item, "id", *ITEM) | {"support": support, "commitments": owed}


def values(row: Any, *names: str) -> dict[str, Any]:
    return {name: None if getattr(row, name) is None else str(getattr(row, name)) for name in names}


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_chain'),
        ('plans', '0003_ruleset'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='item',
            name='item_direction_known',
        ),
        migrations.RemoveConstraint(
            model_name='item',
            name='item_target_leads_somewhere',
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='plan_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='one_live_plan',
        ),
        migrations.AddField(
            model_name='commitment',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='amount'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='hours',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True, verbose_name='hours, in all'),
        ),
        migrations.AddField(
            model_name='item',
            name='interim',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, verbose_name='interim targets'),
        ),
        migrations.AddField(
            model_name='item',
            name='levels',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, verbose_name='levels'),
        ),
        migrations.AddField(
            model_name='item',
            name='lower_limit',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='lower limit'),
        ),
        migrations.AddField(
            model_name='item',
            name='measure',
            field=models.CharField(choices=[('number', 'A figure with a unit'), ('rubric', 'Levels that one can observe')], db_default='number', default='number', max_length=10, verbose_name='how the target is put'),
        ),
        migrations.AddField(
            model_name='item',
            name='weight',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='weight in percent'),
        ),
        migrations.AddField(
            model_name='plan',
            name='consulted',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='plan',
            name='draft',
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='plan',
            name='saved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='supportmeasure',
            name='hours',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="hours, in all"),
        ),
        migrations.AddField(
            model_name='supportmeasure',
            name='learning',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, verbose_name='to learn from'),
        ),
        migrations.AlterField(
            model_name='item',
            name='direction',
            field=models.CharField(choices=[('raise', 'Raise to at least the target'), ('lower', 'Lower to at most the target'), ('within', 'Keep within two limits')], max_length=10, verbose_name='direction'),
        ),
        migrations.AlterField(
            model_name='item',
            name='unit',
            field=models.CharField(blank=True, max_length=40, verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('consultation', 'In consultation with the employee'), ('hr_review', 'In HR review'), ('second_line', 'With the second-line manager'), ('returned', 'Returned with comments'), ('approved', 'Approved by HR'), ('issued', 'Issued, waiting for receipt'), ('active', 'Running'), ('final_review', 'Outcome proposed'), ('decided', 'Outcome decided'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['raise', 'lower', 'within'])), name='item_direction_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('measure__in', ['number', 'rubric'])), name='item_measure_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('direction', 'raise'), ('target__gt', models.F('baseline'))), models.Q(('direction', 'lower'), ('target__lt', models.F('baseline'))), models.Q(('direction', 'within'), ('lower_limit__isnull', False), ('lower_limit__lt', models.F('target')), models.Q(('baseline__lt', models.F('lower_limit')), ('baseline__gt', models.F('target')), _connector='OR')), _connector='OR'), name='item_gap_leads_somewhere', violation_error_code='gap', violation_error_message='The target must lie beyond the current level, in the direction you chose: higher to raise it, lower to lower it, two limits around neither to keep within.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'consultation', 'hr_review', 'second_line', 'returned', 'approved', 'issued', 'active', 'final_review', 'decided', 'closed', 'cancelled'])), name='plan_status_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('closed', 'cancelled')), _negated=True), fields=('employee',), name='one_live_plan', violation_error_code='second', violation_error_message='There is a plan going on for this person already.'),
        ),
        migrations.RunSQL(KEEP_DEFAULTS, DROP_DEFAULTS),
        migrations.RunPython(to_documents, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(LOOSEN, migrations.RunSQL.noop),  # nothing looks after the tables that are left
        migrations.SeparateDatabaseAndState(  # the columns and tables go with a later release
            state_operations=[
                migrations.DeleteModel(
                    name='PlannedCheckpoint',
                ),
                migrations.DeleteModel(
                    name='PriorFeedback',
                ),
                migrations.RemoveField(
                    model_name='plan',
                    name='findings',
                ),
                migrations.RemoveField(
                    model_name='plan',
                    name='if_met',
                ),
                migrations.RemoveField(
                    model_name='plan',
                    name='if_not_met',
                ),
                migrations.RemoveField(
                    model_name='plan',
                    name='rating',
                ),
                migrations.RemoveField(
                    model_name='plan',
                    name='standard',
                ),
                migrations.RemoveField(
                    model_name='plan',
                    name='standard_version',
                ),
            ],
        ),
    ]
