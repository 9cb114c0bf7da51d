/** The engines, started for real in temporary folders. */
@NullMarked
package io.isobar.standalone.engine;

import org.jspecify.annotations.NullMarked;
