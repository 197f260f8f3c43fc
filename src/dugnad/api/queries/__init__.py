"""Questions of the API: nouns of the rooms below in the shapes that programs rely on."""
