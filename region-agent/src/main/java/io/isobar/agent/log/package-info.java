/** Fixed keys of log records. */
@NullMarked
package io.isobar.agent.log;

import org.jspecify.annotations.NullMarked;
