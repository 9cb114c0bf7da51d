package io.isobar.integration.scenario;

/** A test that one federation serves from its first method to its last. */
public interface OnAFederation {
    Federation federation();

    default Runs runs() {
        return new Runs(federation());
    }
}
