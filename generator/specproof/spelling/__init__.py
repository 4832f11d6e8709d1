"""How a package is spelled: names, annotations, literals, docstrings and signatures, as views for the templates."""
