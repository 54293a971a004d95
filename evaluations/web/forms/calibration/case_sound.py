"""The sound of an acted call, as it is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SoundForm(forms.Form):
    """One file; what is wrong within it, its check says."""

    sound = forms.FileField(
        label=_("Sound of the acted call"),
        help_text=_(
            "MP3, WAV, Ogg or FLAC, 30 MB at most. The words above stay as its transcript, for"
            " whoever cannot hear it."
        ),
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )
