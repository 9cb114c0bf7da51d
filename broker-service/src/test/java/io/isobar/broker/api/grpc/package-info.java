/** Tests of the API over gRPC. */
@NullMarked
package io.isobar.broker.api.grpc;

import org.jspecify.annotations.NullMarked;
