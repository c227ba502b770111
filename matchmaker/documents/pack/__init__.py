"""The pack of a consortium: frozen facts in, one ZIP out, with which somebody fills the Agency's form."""
