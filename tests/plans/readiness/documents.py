"""Two whole drafts to which nothing is to be said, in English and in Chinese. Ids are 1, 2, 3 ... so that a test can
name a place: `items.1.support.2.content`.
"""

import uuid
from copy import deepcopy
from typing import Any

from plans.draft import Draft

ITEM, SUPPORT, COMMITMENT, FEEDBACK, FILE, SECOND = (str(uuid.UUID(int=number)) for number in range(1, 7))


def english() -> Draft:
    return Draft.model_validate(deepcopy(ENGLISH))


def chinese() -> Draft:
    return Draft.model_validate(deepcopy(CHINESE))


ENGLISH: dict[str, Any] = {
    "basis": {
        "rating": "Annual review 2025: below expectations",
        "findings": "11 of 186 gearboxes were returned in January and February; the team's share is 2 %.",
        "standard": "Assembly standard",
        "standard_version": "4.2",
        "standard_known_on": "2026-01-08",
        "standard_known_how": "Signed for at the training.",
        "prior_feedback": [{"id": FEEDBACK, "given_on": "2026-02-12", "said": "The torque sequence was shown again."}],
        "standard_files": [{"id": FILE, "name": "standard.pdf", "digest": "00" * 32, "size": 1000}],
    },
    "items": [
        {
            "id": ITEM,
            "area": "Assembly errors",
            "observed": "Three gearboxes of one batch came back for rework.",
            "observed_on": "2026-02-10",
            "impact": "Eleven hours of rework in one week.",
            "cause": "knowledge",
            "analysis": "The new torque sequence was never shown at the bench.",
            "unit": "%",
            "direction": "lower",
            "baseline": "6",
            "target": "2",
            "interim": [{"due_on": "2026-03-16", "value": "5"}, {"due_on": "2026-04-13", "value": "3.5"}],
            "measured_by": "Share of units returned by final inspection, per week.",
            "data_source": "Inspection log",
            "assessor": "Quality lead",
            "due_on": "2026-04-30",
            "support": [
                {
                    "id": SUPPORT,
                    "kind": "mentoring",
                    "content": "One-to-one at the bench, from watching to working alone",
                    "provider": "Senior fitter",
                    "schedule": "Every Tuesday, two hours",
                }
            ],
            "commitments": [
                {
                    "id": COMMITMENT,
                    "kind": "mentor_time",
                    "content": "Two hours a week of the senior fitter",
                    "owner": "Shift lead",
                    "needed_by": "2026-03-02",
                }
            ],
        }
    ],
    "calendar": {
        "starts_on": "2026-03-02",
        "ends_on": "2026-04-30",
        "checkpoints": ["2026-03-16", "2026-04-13", "2026-04-30"],
    },
    "consequences": {
        "if_met": "Recognition in the team, and the path to senior assembler is open.",
        "if_not_met": "We look at more training or at another post, together.",
    },
}
CHINESE: dict[str, Any] = {
    **ENGLISH,
    "basis": {
        **ENGLISH["basis"],
        "rating": "首次季度考核：待改进（C）",
        "findings": "1 月至 2 月终检台账：本人装配 186 台，退回 11 台，误差率约 6%；同期班组平均为 2.1%。",
        "standard": "减速机装配作业标准",
        "standard_version": "第 4 版",
        "standard_known_how": "培训签到并签收。",
        "prior_feedback": [{"id": FEEDBACK, "given_on": "2026-02-12", "said": "现场示范了一次拧紧顺序。"}],
    },
    "items": [
        {
            **ENGLISH["items"][0],
            "area": "装配误差率",
            "observed": "2 月 10 日同一批次三台减速机因拧紧顺序错误被终检退回。",
            "impact": "一周返工 11 小时。",
            "analysis": "新的拧紧顺序从未在工位上演示过。",
            "measured_by": "终检因装配误差退回的台数 ÷ 同期本人装配台数，按周统计。",
            "data_source": "终检台账",
            "assessor": "质量主管",
            "support": [
                {
                    "id": SUPPORT,
                    "kind": "mentoring",
                    "content": "师徒带教：从拆解示范、同步操作到独立操作",
                    "provider": "高级钳工",
                    "schedule": "每周二两小时",
                }
            ],
            "commitments": [
                {
                    "id": COMMITMENT,
                    "kind": "mentor_time",
                    "content": "高级钳工每周两小时带教工时",
                    "owner": "车间主任",
                    "needed_by": "2026-03-02",
                }
            ],
        }
    ],
    "consequences": {
        "if_met": "在班组例会上予以认可，可申请中级装配工技能认定。",
        "if_not_met": "双方与 HR 一起复盘，并于 5 月 15 日前商定延长带教或调整岗位。",
    },
}
