from django.urls import path

from people import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("you/", views.you, name="you"),
    path("places/", views.places, name="places"),
]
