"""Every form is labelled, hinted and corrected beside the field, for eyes and for screen readers."""

import re

import pytest
from django import forms

NAMES = [("a", "A mentor"), ("b", "Training")]


class Plan(forms.Form):
    goal = forms.CharField(label="Goal", help_text="One sentence.")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=NAMES)
    who = forms.ChoiceField(label="Who", choices=NAMES, widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure", required=False)


def test_a_label_names_its_field_and_says_what_is_optional() -> None:
    page = str(Plan())
    assert re.search(r'<label class="form-label" for="id_goal">Goal</label>', page)
    assert re.search(r'for="id_note">Note <span class="form-optional">\(optional\)', page)
    assert re.search(r'<legend class="form-label">Who</legend>', page)
    assert "optional" not in page[page.index('for="id_sure"') :]


def test_the_hint_and_the_error_describe_the_field() -> None:
    page = str(Plan({}))
    assert 'aria-describedby="id_goal_helptext id_goal_error"' in page
    assert 'aria-invalid="true"' in page
    assert re.search(r'<div role="alert" id="id_goal_error"><ul class="errorlist field-error">', page)


@pytest.mark.parametrize(
    ("name", "control"),
    [("goal", "form-control"), ("note", "form-control"), ("kind", "form-select"), ("sure", "form-check-input")],
)
def test_controls_carry_the_class_of_their_look(name: str, control: str) -> None:
    assert re.search(rf'<\w+[^>]*name="{name}"[^>]*class="{control}"', str(Plan()[name]))


def test_a_class_of_the_form_itself_stays() -> None:
    class Own(forms.Form):
        goal = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    assert 'class="form-control wide"' in str(Own()["goal"])
