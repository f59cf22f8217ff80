/// Privacy loss distributions.
@NullMarked
package org.vitrail.privacy.accounting.pld;

import org.jspecify.annotations.NullMarked;
