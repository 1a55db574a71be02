"""Shape of input of this room, by noun; nothing is saved here."""

from .receipt import AttestForm, ProofForm, RecordRefusalForm, RefuseForm, ServiceForm, SignForm
from .running import (
    AddendumForm,
    ConfirmLearningForm,
    HoldForm,
    ItemForms,
    ItemResultForm,
    NoteForm,
    OutcomeForm,
    ProgressForm,
    ReturnOutcomeForm,
    TickLearningForm,
    form_per_item,
)

__all__ = [
    "AddendumForm",
    "AttestForm",
    "ConfirmLearningForm",
    "HoldForm",
    "ItemForms",
    "ItemResultForm",
    "NoteForm",
    "OutcomeForm",
    "ProgressForm",
    "ProofForm",
    "RecordRefusalForm",
    "RefuseForm",
    "ReturnOutcomeForm",
    "ServiceForm",
    "SignForm",
    "TickLearningForm",
    "form_per_item",
]
