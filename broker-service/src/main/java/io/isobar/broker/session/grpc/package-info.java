/** The agents' links over gRPC. */
@NullMarked
package io.isobar.broker.session.grpc;

import org.jspecify.annotations.NullMarked;
