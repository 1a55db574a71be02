"""Shape of input of this room, by noun; nothing is saved here."""

from .coaching import ConfirmSessionForm, EndSessionsForm, LogSessionForm, PlanSessionsForm
from .delivery import ConfirmDeliveryForm, DeliverForm
from .meeting import HoldForm, OwnViewForm, PrepareForm, ProgressForm, RefuseMinutesForm
from .moving import ArrangeForm, PostponeForm, RescheduleForm
from .receipt import AttestForm, ProofForm, RecordRefusalForm, RefuseForm, ServiceForm, SignForm
from .running import (
    AddendumForm,
    ConfirmLearningForm,
    ItemForms,
    ItemResultForm,
    NoteForm,
    OutcomeForm,
    ReturnOutcomeForm,
    TickLearningForm,
    form_per_item,
)

__all__ = [
    "AddendumForm",
    "ArrangeForm",
    "AttestForm",
    "ConfirmDeliveryForm",
    "ConfirmLearningForm",
    "ConfirmSessionForm",
    "DeliverForm",
    "EndSessionsForm",
    "HoldForm",
    "ItemForms",
    "ItemResultForm",
    "LogSessionForm",
    "NoteForm",
    "OutcomeForm",
    "OwnViewForm",
    "PlanSessionsForm",
    "PostponeForm",
    "PrepareForm",
    "ProgressForm",
    "ProofForm",
    "RecordRefusalForm",
    "RefuseForm",
    "RefuseMinutesForm",
    "RescheduleForm",
    "ReturnOutcomeForm",
    "ServiceForm",
    "SignForm",
    "TickLearningForm",
    "form_per_item",
]
