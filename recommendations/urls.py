from django.urls import path

from recommendations.views import circle, desk, find, held, leaving, vouches, you

urlpatterns = [
    # /find/, /providers/
    path("find/", find.find, name="find"),
    path("providers/<uuid:public_id>/", find.provider, name="provider"),
    # /vouches/
    path("vouches/", vouches.vouches, name="vouches"),
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
