# Identitas
