@NullMarked
package io.isobar.broker.session;

import org.jspecify.annotations.NullMarked;
