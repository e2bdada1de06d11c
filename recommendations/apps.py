from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        """Whatever `people` has to call here, and may not name: all of it, in the order in which it is called."""
        from people.delivery import MAIL_OF
        from people.jobs import TIMED, Timed
        from people.joining import KEPT_OVER_JOINING
        from people.limits import LIMITS
        from people.models.ties import ENDS_WITH_A_TIE
        from people.notices import KINDS
        from people.tidy import TIDY_TOO
        from recommendations.asks.link import ANSWERS
        from recommendations.asks.tidying import forget_old_asks
        from recommendations.desk.cases import case_mail, forget_closed_cases, forget_old_looks, forget_old_reports
        from recommendations.leaving.erased_list import settle_the_list
        from recommendations.limits import SAID_OF_LIMITS
        from recommendations.models import (
            CaseMail,
            Letter,
            end_introductions_asked,
            end_short_words,
            end_what_was_asked,
            forget_taken_back,
            note_who_answered,
        )
        from recommendations.my_list.tidying import forget_old_lists
        from recommendations.notices.kinds import SAID
        from recommendations.notices.reminders import reminding
        from recommendations.unasked.choosing import choosing
        from recommendations.unasked.letters import forget_old_letters, letter_mail, writing_letters

        KINDS.update(SAID)
        MAIL_OF.update({CaseMail: case_mail, Letter: letter_mail})
        TIDY_TOO.extend([forget_closed_cases, forget_old_asks, forget_old_letters, forget_taken_back])
        TIDY_TOO.extend([forget_old_looks, forget_old_reports, forget_old_lists, lambda now: settle_the_list()])
        TIMED.append(Timed("letters", writing_letters))
        # Before anybody looks in the morning; and when nobody is woken by it.
        TIMED.append(Timed("surprises", choosing, hour=4))
        TIMED.append(Timed("reminders", reminding, hour=9))
        LIMITS.update(SAID_OF_LIMITS)
        ENDS_WITH_A_TIE.extend([note_who_answered, end_what_was_asked, end_short_words, end_introductions_asked])
        KEPT_OVER_JOINING.append(ANSWERS)
