/** What the API can do, in the terms of the domain; the edges ({@code api.grpc}, {@code api.rest}) translate. */
@NullMarked
package io.isobar.broker.operations;

import org.jspecify.annotations.NullMarked;
