from django.urls import path

from people.views import blocks, circle, introductions, invitations, notices, pushes, you

urlpatterns = [
    path("", you.landing, name="landing"),
    path("places/", you.places, name="places"),
    path("you/details/", you.details, name="details"),
    # /push/: what a browser says of itself
    path("push/on/", pushes.push_on, name="push_on"),
    path("push/off/", pushes.push_off, name="push_off"),
    # /invitations/: making them, and answering one
    path("i/<str:token>/", invitations.invitation_link, name="invitation_link"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invitation_new, name="invitation_new"),
    path("invitations/yours/", invitations.invited, name="invited"),
    path("invitations/<uuid:public_id>/", invitations.invitation, name="invitation"),
    path("invitations/<uuid:public_id>/confirm/", invitations.invitation_confirm, name="invitation_confirm"),
    path("invitations/<uuid:public_id>/revoke/", invitations.invitation_revoke, name="invitation_revoke"),
    # /introductions/
    path("introductions/new/", introductions.introduction_new, name="introduction_new"),
    path("introductions/<uuid:public_id>/", introductions.introduction, name="introduction"),
    # /circle/
    path("circle/look/", circle.look, name="look"),
    path("circle/<uuid:public_id>/part/", circle.part, name="part"),
    path("circle/<uuid:public_id>/hear/", circle.hear, name="hear"),
    # /blocks/
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/<uuid:public_id>/", blocks.block, name="block"),
    path("blocks/<uuid:public_id>/undo/", blocks.unblock, name="unblock"),
    # /notices/
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/letters/", notices.letters, name="letters"),
    path("notices/<uuid:public_id>/", notices.notice, name="notice"),
    path("notices/stop/<str:token>/", notices.mails_stop, name="mails_stop"),
]
