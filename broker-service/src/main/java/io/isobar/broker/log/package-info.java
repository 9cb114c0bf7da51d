/** Fixed keys of log records. */
@NullMarked
package io.isobar.broker.log;

import org.jspecify.annotations.NullMarked;
