"""Anybody can see whether a paper is genuine, by its code or by a copy of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dugnad.declarations.forms.consent import VerifyForm
from dugnad.declarations.queries import proof_of_code, proof_of_file
from dugnad.declarations.queries.verifying import Proof
from dugnad.kit.access import public
from dugnad.kit.pages import posted


@public
def verify(request: HttpRequest) -> HttpResponse:
    """A code is typed, or a copy is shown; the copy is compared by its checksum and not kept."""
    form = VerifyForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        copy = form.cleaned_data["copy"]
        if copy:
            return _answer(request, proof_of_file(copy.chunks()), form=VerifyForm())
        code = proof_of_code(form.cleaned_data["code"]).code
        if code:
            return redirect("proof", code)
        form.add_error("code", form.fields["code"].help_text)
    context = {"form": form, "proof": None}
    return render(request, "declarations/verify.html", context, status=422 if form.errors else 200)


@public
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the paper with this code."""
    return _answer(request, proof_of_code(code), form=VerifyForm(initial={"code": code}))


def _answer(request: HttpRequest, found: Proof, *, form: VerifyForm) -> HttpResponse:
    return render(request, "declarations/verify.html", {"form": form, "proof": found})
