"""The closed lists of the project: codes only; their words live in the pack and in ``web``."""

from enum import StrEnum


class Practice(StrEnum):
    """What is collected."""

    VOICE_RECORDING = "voice_recording"
    FACE_OR_VIDEO = "face_or_video"
    FINGERPRINT_OR_VOICEPRINT = "fingerprint_or_voiceprint"
    TEXT_OR_ANNOTATION = "text_or_annotation"
    PHONE_CONTACTS_LOCATION = "phone_contacts_location"
    HEALTH_OR_PSYCHOLOGY = "health_or_psychology"
    ACCOUNT_CREDENTIALS = "account_credentials"
    OTHER = "other"


class Lever(StrEnum):
    """How somebody was pressed."""

    COURSE_GRADE = "course_grade"
    RETAKE_THREAT = "retake_threat"
    CREDIT = "credit"
    INTERNSHIP_OR_GRADUATION = "internship_or_graduation"
    AWARD_OR_AID = "award_or_aid"
    PUBLIC_NAMING_IN_GROUP = "public_naming_in_group"
    FEE_OR_DOCUMENT_WITHHELD = "fee_or_document_withheld"
    VERBAL_THREAT = "verbal_threat"
    NONE_BUT_NOT_TOLD = "none_but_not_told"


class Scope(StrEnum):
    """How many are affected."""

    CLASS = "class"
    GRADE = "grade"
    SCHOOL = "school"
    DISTRICT = "district"
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """What the reporter asks for (诉求)."""

    STOP = "stop"
    DELETE_DATA = "delete_data"
    RESTORE_GRADE = "restore_grade"
    PAY = "pay"
    EXPLANATION = "explanation"
    ACCOUNTABILITY = "accountability"


class Filer(StrEnum):
    """Who files, as the reporter says."""

    STUDENT = "student"
    PARENT = "parent"
    TEACHER = "teacher"
    OTHER = "other"


class SchoolKind(StrEnum):
    """Kind of school; decides the supervising level."""

    PRIMARY = "primary"
    JUNIOR_SECONDARY = "junior_secondary"
    SENIOR_SECONDARY = "senior_secondary"
    SECONDARY_VOCATIONAL = "secondary_vocational"
    TECHNICIAN_SCHOOL = "technician_school"
    HIGHER_VOCATIONAL = "higher_vocational"
    UNDERGRADUATE = "undergraduate"
    OTHER = "other"


class Ownership(StrEnum):
    """Public or private (公办 / 民办)."""

    PUBLIC = "public"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class RunBy(StrEnum):
    """Which level of government runs the school (举办者)."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    MINISTRY = "ministry"
    UNKNOWN = "unknown"


class Question(StrEnum):
    """The question sheet that every case must answer (lifecycle.md, section 6)."""

    COMPULSORY = "compulsory"
    TIED_TO_GRADES = "tied_to_grades"
    PURPOSE_TOLD = "purpose_told"
    HANDLING_AND_RISKS_TOLD = "handling_and_risks_told"
    SEPARATE_CONSENT = "separate_consent"
    COULD_REFUSE = "could_refuse"
    PAID_BY_COMPANY = "paid_by_company"
    UNDER_14 = "under_14"
    DATA_DELETED = "data_deleted"
    RESPONSIBLE_NAMED = "responsible_named"


class Answer(StrEnum):
    """The four answers a question takes."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class Finding(StrEnum):
    """What the authority found; the platform never sets one."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    NOT_VERIFIABLE = "not_verifiable"
    MISUNDERSTANDING_EXPLAINED = "misunderstanding_explained"
    NO_FINDING = "no_finding"


class Measure(StrEnum):
    """What the authority did or promises to do."""

    STOP_COLLECTION = "stop_collection"
    DELETE_DATA = "delete_data"
    UNLINK_FROM_GRADES = "unlink_from_grades"
    RESTORE_GRADES = "restore_grades"
    PAY_OR_REFUND = "pay_or_refund"
    RENEW_CONSENT = "renew_consent"
    END_CONTRACT = "end_contract"
    ORDER_CORRECTION = "order_correction"
    SUMMON = "summon"
    PUBLIC_CRITICISM = "public_criticism"
    DISCIPLINE = "discipline"
    REFER = "refer"
    FINE = "fine"
    PROVINCE_WIDE_CHECK = "province_wide_check"
    NONE = "none"


class Opinion(StrEnum):
    """What a review says about the answer before it."""

    UPHOLD = "uphold"
    CORRECT = "correct"


class Solved(StrEnum):
    """Whether a reporter says that the matter is solved."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Outcome(StrEnum):
    """The headline outcome, derived from finding, measures and closure (never stored)."""

    CORRECTED = "corrected"
    ACCOUNTABILITY = "accountability"
    CORRECTION_PENDING = "correction_pending"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    EXPLAINED = "explained"
    NOT_VERIFIABLE = "not_verifiable"
    OUT_OF_JURISDICTION = "out_of_jurisdiction"
    WITHDRAWN = "withdrawn"
    NO_RESPONSE = "no_response"


class DeclineReason(StrEnum):
    """Why an authority does not take a matter on; each names the other lawful path."""

    NOT_THIS_AUTHORITY = "not_this_authority"
    IN_COURT_OR_ARBITRATION = "in_court_or_arbitration"
    ALREADY_FINAL = "already_final"
    SAME_MATTER_PENDING = "same_matter_pending"
    NO_FACTS = "no_facts"


class ReturnReason(StrEnum):
    """Why an authority returns a case as not within its competence."""

    OTHER_LEVEL = "other_level"
    OTHER_REGION = "other_region"
    OTHER_DEPARTMENT = "other_department"
    SCHOOL_CLOSED_OR_MERGED = "school_closed_or_merged"


class RouteReason(StrEnum):
    """Why the platform leaves a case where it is, though its reporter thinks it went wrong."""

    LAW_NAMES_IT = "law_names_it"
    RUNS_THE_SCHOOL = "runs_the_school"
    ALREADY_ACTING = "already_acting"
    NO_OTHER_BODY = "no_other_body"


class ExtensionReason(StrEnum):
    """Why a decision takes longer; shown in public with the new date."""

    COMPLEX_FACTS = "complex_facts"
    MANY_INVOLVED = "many_involved"
    EXPERT_EXAMINATION = "expert_examination"
    OTHER_BODY = "other_body"


class ClosureReason(StrEnum):
    """Why a case ended; the end of all reviews is 程序终结, never "resolved"."""

    NO_OBJECTION = "no_objection"
    ALL_CONFIRMED = "all_confirmed"
    PROCEDURE_ENDED = "procedure_ended"


class ClockKey(StrEnum):
    """The clocks of the national pack; a local pack may add its own keys."""

    DISPATCH = "K0"
    NOTICE = "K1"
    OBJECTION = "K1b"
    DECISION = "K2"
    EXTENSION = "K3"
    REVIEW_WINDOW = "K4"
    MEASURE = "K5"
    REDO = "K6"
    NEEDS_INFO = "K6b"
    REVIEW_OPINION = "K7"
    SECOND_REVIEW_WINDOW = "K8"
    SECOND_REVIEW_OPINION = "K9"
    DEMAND = "K10"


MEASURES_FOR: dict[Asked, frozenset[Measure]] = {
    Asked.STOP: frozenset({Measure.STOP_COLLECTION, Measure.END_CONTRACT}),
    Asked.DELETE_DATA: frozenset({Measure.DELETE_DATA}),
    Asked.RESTORE_GRADE: frozenset({Measure.UNLINK_FROM_GRADES, Measure.RESTORE_GRADES}),
    Asked.PAY: frozenset({Measure.PAY_OR_REFUND}),
    Asked.EXPLANATION: frozenset({Measure.RENEW_CONSENT, Measure.ORDER_CORRECTION}),
    Asked.ACCOUNTABILITY: frozenset(
        {Measure.SUMMON, Measure.PUBLIC_CRITICISM, Measure.DISCIPLINE, Measure.FINE, Measure.REFER}
    ),
}
"""Which measures meet which request; what was asked and not met is said in public."""
