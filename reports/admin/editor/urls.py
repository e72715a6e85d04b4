"""The addresses of the pair editor, all below that of the report that is edited."""

from django.urls import path

from reports.admin.editor import acting, beside, history, pages, parts, status, why

app_name = "editor"
urlpatterns = [
    path("<slug:slug>/", pages.page, name="page"),
    path("<slug:slug>/act/", acting.act, name="act"),
    path("<slug:slug>/rows/", acting.rows, name="rows"),
    path("<slug:slug>/doubts/", beside.doubts, name="doubts"),
    path("<slug:slug>/why/", why.why, name="why"),
    path("<slug:slug>/news/", acting.news, name="news"),
    path("<slug:slug>/pairs/<int:key>/", pages.pair, name="pair"),
    path("<slug:slug>/pairs/<int:key>/cut/", beside.cut, name="cut"),
    path("<slug:slug>/pairs/<int:key>/beads/", beside.beads, name="beads"),
    path("<slug:slug>/pairs/<int:key>/versions/", beside.versions, name="versions"),
    path("<slug:slug>/pairs/<int:key>/history/", history.of_pair, name="pair-history"),
    path("<slug:slug>/history/", history.of_report, name="history"),
    path("<slug:slug>/history/compare/", history.compare, name="compare"),
    path("<slug:slug>/history/restore/", history.restore, name="restore"),
    path("<slug:slug>/parts/", parts.parts, name="parts"),
    path("<slug:slug>/status/", status.status, name="status"),
    path("<slug:slug>/erase/", status.erase, name="erase"),
]
