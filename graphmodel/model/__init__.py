"""The graph model, declared once: nodes, relationships, and the words they allow."""

from graphmodel.model.declaration import Node, Relationship
from graphmodel.model.nodes import NODES
from graphmodel.model.relationships import KIN_TIES, RELATIONSHIPS

__all__ = ["KIN_TIES", "NODES", "RELATIONSHIPS", "Node", "Relationship"]
