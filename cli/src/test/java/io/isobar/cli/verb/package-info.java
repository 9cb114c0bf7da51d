/** The verbs as a user types them, against a broker in this process. */
@NullMarked
package io.isobar.cli.verb;

import org.jspecify.annotations.NullMarked;
