/** The agents' links, one per region. The port; its adapter is {@code session.grpc}. */
@NullMarked
package io.isobar.broker.session;

import org.jspecify.annotations.NullMarked;
