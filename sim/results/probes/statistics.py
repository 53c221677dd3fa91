"""Statistics of a network of ties, of the kind that surveys inside organisations report."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: A tie from this strength on is one that a survey of working contacts would list: with it companies of 20 to 200
#: people fall into the ranges of six published networks (see the model description).
STRONG = 0.2
STATISTICS: dict[str, tuple[str, str]] = {
    "density": ("density of strong ties", "强联系密度"),
    "out_degree": ("strong ties per person", "人均强联系数"),
    "reciprocity": ("reciprocity", "互惠率"),
    "clustering": ("clustering", "聚集系数"),
    "in_degree_cv": ("spread of being asked (cv)", "被求助离散度"),
    "largest_component": ("share in the largest component", "最大连通部分占比"),
    "same_unit_share": ("ties inside units", "组内联系占比"),
    "within_between": ("density inside / across units", "组内与跨组密度之比"),
    "broker_dependence": ("shortest paths through the top broker", "对首要中间人的依赖"),
    "resilience": ("reach left without the top 5 % of brokers", "失去前 5% 中间人后的可达性"),
}


def statistics(
    strength: Floats, filled: NDArray[np.bool_], unit: NDArray[np.int64], at: float = STRONG
) -> dict[str, float]:
    """Return statistics of the directed network of ties at least `at` strong among the people who are there.

    Args:
        strength: float64[n, n] of the row's person towards the column's.
        filled: bool[n], who is there.
        unit: int64[n].
        at: smallest strength that counts.

    Returns:
        Value by name, see STATISTICS; NaN where it is not defined (no ties, one unit).
    """
    tie = (strength >= at)[np.ix_(filled, filled)]
    group, n, ties = unit[filled], int(filled.sum()), int(tie.sum())
    if n < 3 or ties == 0:
        return dict.fromkeys(STATISTICS, np.nan)
    same = group[:, None] == group[None, :]
    np.fill_diagonal(same, False)
    inside = float(tie[same].sum())
    pairs_in, pairs_out = float(same.sum()), float(n * (n - 1) - same.sum())
    across = (ties - inside) / pairs_out if pairs_out else np.nan
    share, left = brokers(tie | tie.T)
    received = tie.sum(axis=0)
    return {
        "density": ties / (n * (n - 1)),
        "out_degree": ties / n,
        "reciprocity": float((tie & tie.T).sum()) / ties,
        "clustering": clustering(tie | tie.T),
        "in_degree_cv": float(received.std() / received.mean()),
        "largest_component": largest_component(tie | tie.T),
        "same_unit_share": inside / ties,
        "within_between": inside / pairs_in / across if pairs_in and across else np.nan,
        "broker_dependence": share,
        "resilience": left,
    }


def clustering(linked: NDArray[np.bool_]) -> float:
    """Return the mean share of a person's contacts who are linked to each other; people with fewer than two count 0."""
    a = linked.astype(float)
    degree = a.sum(axis=1)
    triangles = np.einsum("ij,jk,ki->i", a, a, a)
    possible = degree * (degree - 1.0)
    return float(np.mean(np.divide(triangles, possible, out=np.zeros_like(possible), where=possible > 0.0)))


def largest_component(linked: NDArray[np.bool_]) -> float:
    """Return the share of people in the largest part of the network that hangs together."""
    return max(len(part) for part in _parts(linked)) / len(linked)


def _parts(linked: NDArray[np.bool_]) -> list[set[int]]:
    """Return the connected components."""
    import networkx as nx

    return [set(part) for part in nx.connected_components(nx.from_numpy_array(linked))]


def brokers(linked: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the share of shortest paths that run through the top broker, and the reach left without the top 5 %.

    Reach is the share of pairs of people who are connected at all.
    """
    import networkx as nx

    graph = nx.from_numpy_array(linked)
    between = nx.betweenness_centrality(graph)
    order = sorted(between, key=lambda i: (-between[i], i))
    graph.remove_nodes_from(order[: max(1, round(0.05 * len(order)))])
    n = graph.number_of_nodes()
    reach = sum(len(part) * (len(part) - 1) for part in nx.connected_components(graph)) / max(1, n * (n - 1))
    return float(between[order[0]]), float(reach)


def top_broker(strength: Floats, filled: NDArray[np.bool_], at: float = STRONG) -> int:
    """Return the seat through which most shortest paths of strong ties run."""
    import networkx as nx

    tie = strength >= at
    graph = nx.from_numpy_array((tie | tie.T) & filled[:, None] & filled[None, :])
    between = nx.betweenness_centrality(graph)
    return int(max(np.flatnonzero(filled), key=lambda i: (between[int(i)], -int(i))))
