from django.urls import path

from recommendations.views import (
    circle,
    desk,
    find,
    held,
    leaving,
    lists,
    numbers,
    offline,
    photos,
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
