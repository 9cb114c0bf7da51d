/** What stands before a port, so that what lies beyond it can fail, be slow or be flooded and nothing else is. See ADR 0035. */
@NullMarked
package io.isobar.broker.port;

import org.jspecify.annotations.NullMarked;
