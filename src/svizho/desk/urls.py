"""Addresses of the desk; every view names the permission it needs."""

from __future__ import annotations

from django.urls import path

from svizho.desk.views import comments, entering

# Each stands once per language of the site.
pages = [
    path("desk/", comments.queue, name="desk"),
    path("desk/decide", comments.decide, name="desk-decide"),
    path("desk/undo", comments.undo, name="desk-undo"),
    path("desk/waiting", comments.waiting, name="desk-waiting"),
    path("desk/comment/<int:number>", comments.comment, name="desk-comment"),
    path("desk/comment/<int:number>/note", comments.note, name="desk-note"),
    path("desk/comment/<int:number>/ban", comments.ban, name="desk-ban"),
    path("desk/comment/<int:number>/mode", comments.mode, name="desk-mode"),
    path("desk/bans", comments.bans, name="desk-bans"),
    path("desk/bans/<int:number>/lift", comments.lift, name="desk-lift"),
    path("desk/account", entering.account, name="desk-account"),
    path("desk/account/<int:number>/end", entering.end_sitting, name="desk-end-sitting"),
    path("desk/enter", entering.enter, name="desk-enter"),
    path("desk/leave", entering.leave, name="desk-leave"),
    path("desk/join/<int:number>/<str:token>", entering.join, name="desk-join"),
]
