from django.urls import path

from .views import (
    attestation,
    checkpoint,
    coaching,
    delivery,
    learning,
    minutes,
    moving,
    outcome,
    preparation,
    receipt,
    service,
    signing,
    witness,
)

app_name = "reviews"

CASE = "cases/<reference:reference>/"

urlpatterns = [
    path(f"{CASE}receipt/", signing.sign_receipt, name="sign_receipt"),
    path(f"{CASE}receipt/refuse/", receipt.refuse_receipt, name="refuse_receipt"),
    path(f"{CASE}receipt/refused/", receipt.record_refusal, name="record_refusal"),
    path(f"{CASE}receipt/services/", service.log_service, name="log_service"),
    path(f"{CASE}receipt/services/<uuid:service_id>/proof/", service.add_service_proof, name="add_service_proof"),
    path(f"{CASE}witness/<uuid:attestation_id>/", witness.attest_refusal, name="attest_refusal"),
    path(f"{CASE}checkpoints/next/", checkpoint.hold_next, name="hold_checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/", checkpoint.checkpoint, name="checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/hold/", checkpoint.hold_checkpoint, name="hold_checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/prepare/", preparation.prepare_checkpoint, name="prepare_checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/sign/", minutes.sign_minutes, name="sign_minutes"),
    path(f"{CASE}checkpoints/<int:number>/refuse/", minutes.refuse_minutes, name="refuse_minutes"),
    path(f"{CASE}checkpoints/<int:number>/arrange/", moving.arrange_checkpoint, name="arrange_checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/move/", moving.reschedule_checkpoint, name="reschedule_checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/postpone/", moving.postpone_checkpoint, name="postpone_checkpoint"),
    path(f"{CASE}checkpoints/<int:number>/note/", checkpoint.add_employee_note, name="add_employee_note"),
    path(f"{CASE}checkpoints/<int:number>/correct/", checkpoint.add_addendum, name="add_addendum"),
    path(f"{CASE}learning/<uuid:learning_id>/done/", learning.tick_learning, name="tick_learning"),
    path(f"{CASE}learning/<uuid:learning_id>/confirm/", learning.confirm_learning, name="confirm_learning"),
    path(f"{CASE}coaching/", coaching.sessions, name="sessions"),
    path(f"{CASE}coaching/log/", coaching.log_session, name="log_session"),
    path(f"{CASE}coaching/plan/", coaching.plan_sessions, name="plan_sessions"),
    path(f"{CASE}coaching/<uuid:session_id>/", coaching.confirm_session, name="confirm_session"),
    path(f"{CASE}coaching/series/<uuid:series_id>/end/", coaching.end_sessions, name="end_sessions"),
    path(f"{CASE}promised/<uuid:promised_id>/", delivery.deliver, name="deliver"),
    path(f"{CASE}deliveries/<uuid:delivery_id>/", delivery.confirm_delivery, name="confirm_delivery"),
    path(f"{CASE}outcome/propose/", outcome.propose_outcome, name="propose_outcome"),
    path(f"{CASE}outcome/decide/", outcome.decide_outcome, name="decide_outcome"),
    path(f"{CASE}outcome/return/", outcome.return_outcome, name="return_outcome"),
    path(f"{CASE}outcome/receipt/", signing.sign_outcome, name="sign_outcome"),
    path(f"{CASE}sign-offs/", attestation.sign_offs, name="sign_offs"),
    path(f"{CASE}sign-offs/<uuid:sign_off_id>/", attestation.sign_off, name="sign_off"),
    path(f"{CASE}close/", outcome.close_case, name="close_case"),
]
