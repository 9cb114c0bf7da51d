/** The broker and the agent agree on when work may start elsewhere. */
@NullMarked
package io.isobar.integration.fencing;

import org.jspecify.annotations.NullMarked;
