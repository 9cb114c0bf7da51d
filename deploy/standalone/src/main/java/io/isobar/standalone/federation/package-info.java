/** The federation file: which agents and regions a standalone federation has, and how its parts are started. */
@NullMarked
package io.isobar.standalone.federation;

import org.jspecify.annotations.NullMarked;
