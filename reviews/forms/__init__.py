"""Shape of input of this room, by noun; nothing is saved here."""

from .appeal import (
    ArrangeHearingForm,
    DecideAppealForm,
    FileAppealForm,
    HearingStatementForm,
    NameHearerForm,
    RecordHearingForm,
    WithdrawAppealForm,
)
from .coaching import ConfirmSessionForm, EndSessionsForm, LogSessionForm, PlanSessionsForm
from .delivery import ConfirmDeliveryForm, DeliverForm
from .ending import (
    DecideForm,
    ItemResultForm,
    ItemSummaryForm,
    OutcomeForm,
    RefuseOutcomeForm,
    ReturnOutcomeForm,
    SummaryForm,
)
from .evidence import EVIDENCE_FORMS, EvidenceForm, WithdrawEvidenceForm
from .following import DropFollowOnForm, FinishFollowOnForm, FollowOnForm
from .linking import GoOnForm, RelapseForm
from .meeting import HoldForm, OwnViewForm, PrepareForm, ProgressForm, RefuseMinutesForm
from .moving import ArrangeForm, PostponeForm, RescheduleForm
from .receipt import AttestForm, ProofForm, RecordRefusalForm, RefuseForm, ServiceForm, SignForm
from .running import (
    AddendumForm,
    ConfirmLearningForm,
    ItemForms,
    NoteForm,
    TickLearningForm,
    form_per_item,
)
from .sustaining import BeginSustainForm, CheckInAnswerForm, CheckInForm

__all__ = [
    "EVIDENCE_FORMS",
    "AddendumForm",
    "ArrangeForm",
    "ArrangeHearingForm",
    "AttestForm",
    "BeginSustainForm",
    "CheckInAnswerForm",
    "CheckInForm",
    "ConfirmDeliveryForm",
    "ConfirmLearningForm",
    "ConfirmSessionForm",
    "DecideAppealForm",
    "DecideForm",
    "DeliverForm",
    "DropFollowOnForm",
    "EndSessionsForm",
    "EvidenceForm",
    "FileAppealForm",
    "FinishFollowOnForm",
    "FollowOnForm",
    "GoOnForm",
    "HearingStatementForm",
    "HoldForm",
    "ItemForms",
    "ItemResultForm",
    "ItemSummaryForm",
    "LogSessionForm",
    "NameHearerForm",
    "NoteForm",
    "OutcomeForm",
    "OwnViewForm",
    "PlanSessionsForm",
    "PostponeForm",
    "PrepareForm",
    "ProgressForm",
    "ProofForm",
    "RecordHearingForm",
    "RecordRefusalForm",
    "RefuseForm",
    "RefuseMinutesForm",
    "RefuseOutcomeForm",
    "RelapseForm",
    "RescheduleForm",
    "ReturnOutcomeForm",
    "ServiceForm",
    "SignForm",
    "SummaryForm",
    "TickLearningForm",
    "WithdrawAppealForm",
    "WithdrawEvidenceForm",
    "form_per_item",
]
