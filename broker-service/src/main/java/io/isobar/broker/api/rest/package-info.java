/** The API over HTTP: the same calls and messages as over gRPC, as proto3 JSON; errors are problem documents (RFC 9457). */
@NullMarked
package io.isobar.broker.api.rest;

import org.jspecify.annotations.NullMarked;
