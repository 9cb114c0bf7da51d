@NullMarked
package io.isobar.broker.session.grpc;

import org.jspecify.annotations.NullMarked;
