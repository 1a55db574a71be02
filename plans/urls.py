from django.urls import path

from .views import drafting, opening, review, rules

app_name = "plans"

CASE = "cases/<reference:reference>/plan/"

urlpatterns = [
    path("open-a-case/", opening.open_case, name="open_case"),
    path(f"{CASE}start/", review.start_plan, name="start_plan"),
    path(f"{CASE}edit/", drafting.edit_plan, name="edit_plan"),
    path(f"{CASE}submit/", review.submit_plan, name="submit_plan"),
    path(f"{CASE}review/", review.approve_plan, name="approve_plan"),
    path(f"{CASE}return/", review.return_plan, name="return_plan"),
    path(f"{CASE}issue/", review.issue_plan, name="issue_plan"),
    path(f"{CASE}cancel/", review.cancel_plan, name="cancel_plan"),
    path(f"{CASE}", review.view_version, name="view_version"),
    path(f"{CASE}versions/<int:number>/", review.view_version, name="view_version"),
    path("cases/<reference:reference>/rules/", rules.rules, name="rules"),
]
