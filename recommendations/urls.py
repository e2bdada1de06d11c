from django.urls import path

from recommendations.views import circle, find, leaving, lists, vouches, you

urlpatterns = [
    # /find/, /providers/
    path("find/", find.find, name="find"),
    path("providers/<uuid:public_id>/", find.provider, name="provider"),
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
    path("vouches/<uuid:public_id>/withdraw/", vouches.vouch_withdraw, name="vouch_withdraw"),
    # /circle/
    path("circle/", circle.circle, name="circle"),
    path("circle/<uuid:public_id>/", circle.friend, name="friend"),
    path("authors/<uuid:public_id>/block/", circle.author_block, name="author_block"),
    # /you/
    path("you/", you.you, name="you"),
    path("you/seen/", you.seen, name="seen"),
    path("you/export/", leaving.export, name="export"),
    path("you/leave/", leaving.leave, name="leave"),
]
