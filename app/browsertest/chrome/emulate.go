package chrome

import (
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// LimitStorage leaves an origin only so many bytes to store in.
func (p *Page) LimitStorage(origin string, bytes float64) error {
	_, err := chromedp.Call(p.ctx, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: origin, QuotaSize: &bytes})
	return err
}
