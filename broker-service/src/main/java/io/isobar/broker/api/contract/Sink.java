package io.isobar.broker.api.contract;

/** Where a stream of answers goes. */
public interface Sink<T> {
    /** Hands one over, waiting for a slow reader; false where nobody reads any more. */
    boolean put(T item) throws InterruptedException;

    /** Whether somebody still reads. */
    boolean isOpen();
}
