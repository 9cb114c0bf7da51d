package io.isobar.agent.inventory;

/** A node's name as its resource manager has it: 1 to 253 characters. */
public record NodeName(String value) implements Comparable<NodeName> {
    public NodeName {
        if (value.isBlank() || value.length() > 253) {
            throw new IllegalArgumentException("a node name must have 1 to 253 characters, not " + value.length());
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
