"""Cases of the sources and their claims: how likely the model finds each, and what would have to be true."""

from sim.studies.claims.answer import Claims, claims
from sim.studies.claims.document import Case, Claim, Condition, claims_file, load_case

__all__ = ["Case", "Claim", "Claims", "Condition", "claims", "claims_file", "load_case"]
