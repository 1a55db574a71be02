from django.urls import path

from .views import (
    amendment,
    approval,
    consultation,
    drafting,
    holidays,
    learning,
    library,
    mentoring,
    opening,
    pausing,
    review,
    rules,
    starting,
)

app_name = "plans"

CASE = "cases/<reference:reference>/plan/"
CHANGES = f"{CASE}changes/"
TEMPLATE = "library/templates/<uuid:template_id>/"
HOLIDAYS = "library/holidays/<uuid:calendar_id>/"
LEARNING = "library/learning/<uuid:entry_id>/"

urlpatterns = [
    path("open-a-case/", opening.open_case, name="open_case"),
    path(f"{CASE}start/", review.start_plan, name="start_plan"),
    path(f"{CASE}begin/", starting.begin_from, name="begin_from"),
    path(f"{CASE}save-as-template/", starting.save_plan_as_template, name="save_as_template"),
    path(f"{CASE}edit/", drafting.edit_plan, name="edit_plan"),
    path(f"{CASE}consultation/open/", consultation.open_consultation, name="open_consultation"),
    path(f"{CASE}consultation/answer/", consultation.answer_consultation, name="answer_consultation"),
    path(f"{CASE}consultation/reply/", consultation.reply_to_consultation, name="reply_to_consultation"),
    path(f"{CASE}submit/", review.submit_plan, name="submit_plan"),
    path(f"{CASE}review/", approval.approve_plan, name="approve_plan"),
    path(f"{CASE}second-line/", approval.pass_to_second_line, name="pass_to_second_line"),
    path(f"{CASE}second-line/approve/", approval.approve_second_line, name="approve_second_line"),
    path(f"{CASE}return/", approval.return_plan, name="return_plan"),
    path(f"{CASE}issue/", review.issue_plan, name="issue_plan"),
    path(f"{CHANGES}begin/", amendment.begin_amendment, name="begin_amendment"),
    path(f"{CHANGES}submit/", amendment.submit_amendment, name="submit_amendment"),
    path(f"{CHANGES}review/", amendment.approve_amendment, name="approve_amendment"),
    path(f"{CHANGES}return/", amendment.return_amendment, name="return_amendment"),
    path(f"{CHANGES}issue/", amendment.issue_amendment, name="issue_amendment"),
    path(f"{CHANGES}withdraw/", amendment.withdraw_amendment, name="withdraw_amendment"),
    path(f"{CHANGES}<int:number>/", amendment.amendment, name="amendment"),
    path(f"{CASE}pause/", pausing.pause_plan, name="pause_plan"),
    path(f"{CASE}resume/", pausing.resume_plan, name="resume_plan"),
    path(f"{CASE}mentors/", mentoring.name_mentor, name="name_mentor"),
    path(f"{CASE}mentors/end/", mentoring.end_mentoring, name="end_mentoring"),
    path(f"{CASE}cancel/", review.cancel_plan, name="cancel_plan"),
    path(f"{CASE}", review.view_version, name="view_version"),
    path(f"{CASE}versions/<int:number>/", review.view_version, name="view_version"),
    path("cases/<reference:reference>/rules/", rules.rules, name="rules"),
    path("cases/<reference:reference>/rules/reminders/", rules.reminders, name="reminders"),
    path("library/", library.library, name="library"),
    path("library/templates/new/", library.add_template, name="add_template"),
    path(TEMPLATE, library.template, name="template"),
    path(f"{TEMPLATE}versions/<int:number>/", library.template, name="template"),
    path(f"{TEMPLATE}compare/", library.compare_template, name="compare_template"),
    path(f"{TEMPLATE}edit/", library.edit_template, name="edit_template"),
    path(f"{TEMPLATE}retire/", library.retire_template, name="retire_template"),
    path(f"{TEMPLATE}restore/", library.restore_template, name="restore_template"),
    path("library/holidays/", holidays.calendars, name="holidays"),
    path(HOLIDAYS, holidays.calendar, name="holiday_calendar"),
    path(f"{HOLIDAYS}copy/", holidays.copy_calendar, name="copy_calendar"),
    path(f"{HOLIDAYS}<int:year>/", holidays.calendar, name="holiday_year"),
    path(f"{HOLIDAYS}<int:year>/take-out/", holidays.take_out_day, name="take_out_day"),
    path(f"{HOLIDAYS}<int:year>/check/", holidays.check_year, name="check_year"),
    path("library/learning/", learning.learning, name="learning"),
    path("library/learning/new/", learning.add_learning, name="add_learning"),
    path(LEARNING, learning.change_learning, name="change_learning"),
    path(f"{LEARNING}file/", learning.learning_file, name="learning_file"),
    path(f"{LEARNING}retire/", learning.retire_learning, name="retire_learning"),
    path(f"{LEARNING}restore/", learning.restore_learning, name="restore_learning"),
]
