from django.urls import path

from recommendations.views import (
    answers,
    asks,
    circle,
    desk,
    find,
    held,
    leaving,
    links,
    lists,
    numbers,
    offline,
    photos,
    questions,
    thanks,
    vouches,
    you,
)

urlpatterns = [
    # /find/, /providers/
    path("find/", find.find, name="find"),
    path("providers/<uuid:public_id>/", find.provider, name="provider"),
    path("providers/<uuid:public_id>/same/", find.provider_same, name="provider_same"),
    path("providers/<uuid:public_id>/save/", numbers.provider_save, name="provider_save"),
    # /thanks/
    path("providers/<uuid:public_id>/words/<slug:key>/thanks/", thanks.thanks_new, name="thanks_new"),
    path("thanks/", thanks.thanks, name="thanks"),
    path("thanks/<uuid:public_id>/", thanks.thanks_went, name="thanks_went"),
    path("providers/<uuid:public_id>/card.vcf", lists.provider_card, name="provider_card"),
    # /asks/: by the one who asks
    path("asks/", asks.asks, name="asks"),
    path("asks/new/", asks.ask_new, name="ask_new"),
    path("asks/<uuid:public_id>/send/", asks.ask_send, name="ask_send"),
    path("asks/<uuid:public_id>/edit/", asks.ask_edit, name="ask_edit"),
    path("asks/<uuid:public_id>/remove/", asks.ask_remove, name="ask_remove"),
    path("asks/<uuid:public_id>/settle/", asks.ask_settle, name="ask_settle"),
    path("asks/<uuid:public_id>/reopen/", asks.ask_reopen, name="ask_reopen"),
    path("asks/<uuid:public_id>/still/", asks.ask_still, name="ask_still"),
    path("asks/<uuid:public_id>/went/", asks.ask_went, name="ask_went"),
    # … and by those whom it reaches
    path("asks/<uuid:public_id>/", answers.ask, name="ask"),
    path("asks/<uuid:public_id>/answer/", answers.answer_new, name="answer_new"),
    path("asks/<uuid:public_id>/pass/", answers.ask_pass, name="ask_pass"),
    path("asks/<uuid:public_id>/decline/", answers.ask_decline, name="ask_decline"),
    path("answers/<uuid:public_id>/withdraw/", answers.answer_withdraw, name="answer_withdraw"),
    # /a/: the link of a question, for those who are not here
    path("a/<str:token>/", links.ask_link, name="ask_link"),
    path("asks/link/<uuid:public_id>/", links.link_answer, name="link_answer"),
    path("asks/link/<uuid:public_id>/thanks/", links.link_thanks, name="link_thanks"),
    path("asks/link/<uuid:public_id>/join/", links.link_join, name="link_join"),
    path("asks/<uuid:public_id>/link/make/", links.link_make, name="link_make"),
    path("asks/<uuid:public_id>/link/revoke/", links.link_revoke, name="link_revoke"),
    path("asks/told/<uuid:public_id>/confirm/", links.link_answer_confirm, name="link_answer_confirm"),
    path("asks/told/<uuid:public_id>/discard/", links.link_answer_discard, name="link_answer_discard"),
    # /questions/: about a suggestion, to a friend
    path("providers/<uuid:public_id>/words/<slug:key>/ask/", questions.question_new, name="question_new"),
    path("questions/<uuid:public_id>/", questions.question, name="question"),
    # /vouches/
    path("vouches/", lists.vouches, name="vouches"),
    path("vouches/add/", lists.entry_new, name="entry_new"),
    path("vouches/import/", lists.list_import, name="list_import"),
    path("vouches/list.vcf", lists.list_vcf, name="list_vcf"),
    path("vouches/list.csv", lists.list_csv, name="list_csv"),
    path("vouches/entries/<uuid:public_id>/edit/", lists.entry_edit, name="entry_edit"),
    path("vouches/entries/<uuid:public_id>/remove/", lists.entry_remove, name="entry_remove"),
    path("vouches/new/", vouches.vouch_new, name="vouch_new"),
    path("vouches/<uuid:public_id>/edit/", vouches.vouch_edit, name="vouch_edit"),
    path("vouches/<uuid:public_id>/renew/", vouches.vouch_renew, name="vouch_renew"),
    path("vouches/<uuid:public_id>/still/", vouches.vouch_still, name="vouch_still"),
    path("vouches/<uuid:public_id>/withdraw/", vouches.vouch_withdraw, name="vouch_withdraw"),
    path("vouches/<uuid:public_id>/photos/", photos.vouch_photos, name="vouch_photos"),
    # /photos/
    path("photos/<uuid:public_id>/", photos.photo, name="photo"),
    path("photos/<uuid:public_id>/remove/", photos.photo_remove, name="photo_remove"),
    # /numbers/, and what keeps them at hand without a network
    path("numbers/", numbers.numbers, name="numbers"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.service_worker, name="service_worker"),
    # /circle/
    path("circle/", circle.circle, name="circle"),
    path("circle/<uuid:public_id>/", circle.friend, name="friend"),
    path("authors/<uuid:public_id>/block/", circle.author_block, name="author_block"),
    # /you/
    path("you/", you.you, name="you"),
    path("you/seen/", you.seen, name="seen"),
    path("you/export/", leaving.export, name="export"),
    path("you/leave/", leaving.leave, name="leave"),
    # /held/: for those who are not here
    path("held/", held.held, name="held"),
    path("held/<uuid:public_id>/", held.held_case, name="held_case"),
    # /desk/: for the staff
    path("desk/", desk.desk, name="desk"),
    path("desk/<uuid:public_id>/", desk.desk_case, name="desk_case"),
    path("desk/<uuid:public_id>/held/", desk.desk_held, name="desk_held"),
    path("desk/<uuid:public_id>/correct/", desk.desk_correct, name="desk_correct"),
    path("desk/<uuid:public_id>/remove/", desk.desk_remove, name="desk_remove"),
]
