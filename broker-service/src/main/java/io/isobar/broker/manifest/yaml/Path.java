package io.isobar.broker.manifest.yaml;

import io.isobar.broker.resource.QuantityException;

/** Where a value stands in a document. Written out only where a message needs it: nearly no file has one. */
sealed interface Path {
    Path ROOT = new Root();

    /** The document itself. */
    record Root() implements Path {
        @Override
        public String toString() {
            return "";
        }
    }

    /** A field of a map, as it is named there. */
    record Field(Path of, String name) implements Path {
        @Override
        public String toString() {
            var shown = QuantityException.quoted(name);
            var parent = of.toString();
            return (parent.isEmpty() ? "" : parent + ".") + shown.substring(1, shown.length() - 1);
        }
    }

    /** An element of a list, from 0. */
    record Element(Path of, int index) implements Path {
        @Override
        public String toString() {
            return of + "[" + index + "]";
        }
    }
}
