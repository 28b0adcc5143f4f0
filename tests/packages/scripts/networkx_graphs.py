"""networkx: graph algorithms written in Python: paths, flows, trees, centrality, isomorphism, generators."""

import networkx as nx

graph = nx.Graph()
edges = [
    ("a", "b", 4),
    ("a", "c", 2),
    ("b", "c", 1),
    ("b", "d", 5),
    ("c", "d", 8),
    ("c", "e", 10),
    ("d", "e", 2),
    ("d", "f", 6),
    ("e", "f", 3),
]
graph.add_weighted_edges_from(edges)
print(
    nx.shortest_path(graph, "a", "f", weight="weight"),
    nx.dijkstra_path_length(graph, "a", "f"),
    nx.astar_path(graph, "a", "f", lambda u, v: 0, weight="weight"),
)
print(
    sorted(nx.minimum_spanning_edges(graph, data=False)),
    dict(nx.degree(graph)),
    nx.diameter(graph),
    sorted(nx.connected_components(graph), key=len)[0] == set("abcdef"),
)
print({k: round(v, 6) for k, v in nx.betweenness_centrality(graph).items()})
directed = nx.DiGraph([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4)])
print(
    sorted(map(sorted, nx.strongly_connected_components(directed))),
    list(nx.simple_cycles(nx.DiGraph([(1, 2), (2, 1)]))),
    nx.is_directed_acyclic_graph(directed),
)
dag = nx.DiGraph([("shirt", "tie"), ("tie", "jacket"), ("trousers", "shoes"), ("trousers", "belt"), ("belt", "jacket")])
print(list(nx.lexicographical_topological_sort(dag)), nx.dag_longest_path(dag), sorted(nx.ancestors(dag, "jacket")))
flow = nx.DiGraph()
flow.add_edge("s", "a", capacity=3)
flow.add_edge("s", "b", capacity=2)
flow.add_edge("a", "t", capacity=2)
flow.add_edge("b", "t", capacity=3)
flow.add_edge("a", "b", capacity=1)
print(nx.maximum_flow_value(flow, "s", "t"), nx.minimum_cut(flow, "s", "t")[0])
print(
    nx.is_isomorphic(nx.cycle_graph(5), nx.relabel_nodes(nx.cycle_graph(5), {i: (i * 2) % 5 for i in range(5)})),
    nx.is_bipartite(nx.cycle_graph(4)),
    nx.is_tree(nx.path_graph(4)),
)
random = nx.gnm_random_graph(60, 150, seed=7)
print(
    sum(nx.triangles(random).values()) // 3,
    round(nx.average_clustering(random), 6),
    len(max(nx.find_cliques(random), key=len)),
    len(nx.greedy_color(random)),
)
print(sorted(nx.bfs_tree(random, 0).edges())[:5], list(nx.dfs_preorder_nodes(random, 0))[:8], nx.density(random))
print(
    nx.to_dict_of_lists(nx.balanced_tree(2, 2)),
    sorted(nx.max_weight_matching(graph)) != [],
    list(nx.generate_adjlist(nx.star_graph(3))),
)
for bad in (
    lambda: nx.shortest_path(graph, "a", "nowhere"),
    lambda: nx.topological_sort(nx.DiGraph([(1, 2), (2, 1)])).__next__(),
    lambda: list(nx.topological_sort(nx.DiGraph([(1, 2), (2, 1)]))),
):
    try:
        print(bad())
    except nx.NetworkXException as error:
        print(type(error).__name__, error)
paths = dict(nx.all_pairs_dijkstra_path_length(nx.grid_2d_graph(8, 8)))
print(sum(sum(d.values()) for d in paths.values()))
print(nx.number_of_nodes(nx.mycielski_graph(4)))
