"""The catalogue of everything that scenarios can express, and the code that carries it."""

from sim.studies.catalogue.document import Catalogue, Row, catalogue
from sim.studies.catalogue.page import page

__all__ = ["Catalogue", "Row", "catalogue", "page"]
